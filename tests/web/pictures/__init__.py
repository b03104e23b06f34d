"""Pictures of every page (截图): empty, typical and overfull, for those who look at the pages; see CONTRIBUTING.md."""
