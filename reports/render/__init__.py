"""Document model to bytes: docx, pdf, html, xlsx, json."""
