package io.postern.gateway.search;

import java.util.List;

/**
 * What the index has for a query.
 *
 * @param sequences numbers of the newest lines that match, in descending order
 * @param count how many match, as far as they were counted
 * @param counted whether that is all of them
 */
record Hits(List<Long> sequences, long count, boolean counted) {}
