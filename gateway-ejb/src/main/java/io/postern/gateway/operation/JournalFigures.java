package io.postern.gateway.operation;

/**
 * How far the journal and what reads it are.
 *
 * @param first number of the oldest line that is kept
 * @param last number of the newest line
 * @param indexed number of the last line that searches find by the index; 0 when there is none
 */
public record JournalFigures(long first, long last, long indexed) {}
