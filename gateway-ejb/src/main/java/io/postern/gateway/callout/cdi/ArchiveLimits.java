package io.postern.gateway.callout.cdi;

/**
 * How large an archive may be.
 *
 * @param archive octets of the file
 * @param entries files and folders, those of bundled jars included
 * @param unpacked octets of all entries, those of bundled jars included
 * @param ratio of an entry's unpacked to its packed size, for entries above a mebibyte
 */
record ArchiveLimits(long archive, int entries, long unpacked, int ratio) {

  /** Ample for an application with its libraries; the archive passes through the heap. */
  static final ArchiveLimits STANDARD = new ArchiveLimits(64L << 20, 20_000, 256L << 20, 200);
}
