"""The panel's forms, one module each: what may be entered, and the sentence for what may not."""
