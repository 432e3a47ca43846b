package io.postern.gateway.callout;

/** What an extension may bring about. */
public enum Standing {
  /** Its verdicts and changes apply. */
  DECIDES,
  /** It is asked, and what it answers is recorded and nothing more. */
  WATCHES
}
