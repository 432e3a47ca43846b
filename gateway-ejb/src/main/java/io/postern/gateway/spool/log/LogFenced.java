package io.postern.gateway.spool.log;

import java.io.IOException;

/** Another writer has taken the log over; this one writes to it no more. */
public class LogFenced extends IOException {

  private static final long serialVersionUID = 1L;

  LogFenced(String message) {
    super(message);
  }
}
