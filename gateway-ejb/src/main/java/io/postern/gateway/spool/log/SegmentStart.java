package io.postern.gateway.spool.log;

/**
 * What the spool says with each segment's beginning.
 *
 * @param idCeiling no id above it was given out when the segment was begun
 * @param unfinished messages before this segment that were not finished by what is before it, or as
 *     many as are known not to be; -1 when none is known
 */
public record SegmentStart(long idCeiling, int unfinished) {}
