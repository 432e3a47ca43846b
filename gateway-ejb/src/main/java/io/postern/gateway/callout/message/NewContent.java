package io.postern.gateway.callout.message;

import io.postern.gateway.spool.ContentWriter;
import java.io.IOException;

/** Where changed bodies are written to; the spool in the running gateway. Thread-safe. */
@FunctionalInterface
public interface NewContent {

  ContentWriter open() throws IOException;
}
