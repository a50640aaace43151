"""The bundled profiles: one TOML file a family of documents."""
