package io.postern.roomfixture.front;

import io.postern.roomfixture.back.Archive;

/** Uses the room behind it. */
public record Desk(String name) {

  /** Mentions it only as the component of an array. */
  public int count(Archive[] archives) {
    return archives.length;
  }
}
