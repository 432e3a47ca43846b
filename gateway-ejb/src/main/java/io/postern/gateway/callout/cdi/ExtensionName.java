package io.postern.gateway.callout.cdi;

/**
 * An extension's name in settings and logs, and whether its application is one of several
 * revisions: {@code spam--r12} is a revision of {@code spam}, {@code spam} is itself.
 */
record ExtensionName(String name, boolean isRevision) {

  private static final String MARK = "--r";

  static ExtensionName of(String application) {
    int mark = application.lastIndexOf(MARK);
    int digits = mark + MARK.length();
    if (mark > 0
        && digits < application.length()
        && application.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9')) {
      return new ExtensionName(application.substring(0, mark), true);
    }
    return new ExtensionName(application, false);
  }
}
