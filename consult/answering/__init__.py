"""Help with answering: saved texts, the review of drafts, translations of answers, and what authors say about them."""
