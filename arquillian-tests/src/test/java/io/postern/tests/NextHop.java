package io.postern.tests;

import java.util.Map;
import java.util.Queue;

/** A server that takes what the gateway delivers, and tells fingerprints of it. */
interface NextHop extends AutoCloseable {

  int port();

  /** Numbered messages taken so far, duplicates included. */
  int messages();

  /**
   * Fingerprints, without the gateway's trace field, per ledger number; more than one where it came
   * more than once.
   */
  Map<String, Queue<String>> taken();

  @Override
  void close();
}
