"""From a document nobody prepared to a drafted list.yaml: its family, its tables, what each column is, and why."""
