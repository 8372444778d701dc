// After a refusal the reader is taken to what has to be put right, also where `autofocus` is not obeyed.

document.querySelector(".error-summary").focus();
