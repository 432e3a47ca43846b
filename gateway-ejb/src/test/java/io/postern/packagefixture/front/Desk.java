package io.postern.packagefixture.front;

import io.postern.packagefixture.back.Archive;

/** Uses the room behind it. */
public record Desk(String name) {

  /** Mentions it only as the component of an array. */
  public int count(Archive[] archives) {
    return archives.length;
  }
}
