-- The tables of the control database. Placeholders are the types of the database at hand; see Migrations.
-- Databases from before the migrations have all or some of these tables, and keep them.
CREATE TABLE IF NOT EXISTS postern_settings (
  revision BIGINT NOT NULL PRIMARY KEY,
  author VARCHAR(120) NOT NULL,
  made_at ${instant} NOT NULL,
  note VARCHAR(1000) NOT NULL,
  folder VARCHAR(4000) NOT NULL,
  source ${text} NOT NULL
);

CREATE TABLE IF NOT EXISTS postern_user (
  name VARCHAR(60) NOT NULL PRIMARY KEY,
  password_hash VARCHAR(300) NOT NULL,
  role VARCHAR(20) NOT NULL,
  created_at ${instant} NOT NULL,
  password_since ${instant} NOT NULL,
  must_change BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS postern_extension (
  name VARCHAR(41) NOT NULL,
  revision INTEGER NOT NULL,
  file_name VARCHAR(200) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  enabled BOOLEAN NOT NULL,
  deployed_by VARCHAR(120) NOT NULL,
  deployed_at ${instant} NOT NULL,
  content ${octets},
  PRIMARY KEY (name, revision)
);

CREATE TABLE IF NOT EXISTS postern_selftest (
  token VARCHAR(64) NOT NULL PRIMARY KEY,
  written_at ${instant} NOT NULL
);

-- One row: the number of changes made, by which a database is compared with its copies.
CREATE TABLE IF NOT EXISTS postern_change (
  id INTEGER NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL
);
