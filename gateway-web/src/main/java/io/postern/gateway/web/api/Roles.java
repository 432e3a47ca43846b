package io.postern.gateway.web.api;

/** The roles by the names that the container knows them by. */
final class Roles {

  static final String ADMINISTRATOR = "administrator";
  static final String OPERATOR = "operator";
  static final String AUDITOR = "auditor";
  static final String HELPDESK = "helpdesk";

  private Roles() {}
}
