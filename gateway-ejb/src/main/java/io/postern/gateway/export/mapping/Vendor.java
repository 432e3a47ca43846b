package io.postern.gateway.export.mapping;

/** A database product. */
public enum Vendor {
  POSTGRESQL("PostgreSQL"),
  MARIADB("MariaDB"),
  /** By the driver of MariaDB. */
  MYSQL("MySQL"),
  SQLSERVER("SQL Server"),
  ORACLE("Oracle"),
  H2("H2");

  private final String shown;

  Vendor(String shown) {
    this.shown = shown;
  }

  /** As its maker writes it. */
  public String shown() {
    return shown;
  }
}
