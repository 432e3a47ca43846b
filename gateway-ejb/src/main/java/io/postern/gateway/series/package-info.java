/**
 * Series: what the gateway did over time, in two rings of fixed size: 24 hours at 10 seconds in
 * memory, 90 days at 10 minutes in memory and in the file {@code series} of the data folder.
 *
 * <p>Entry point: {@link io.postern.gateway.series.Series}. In: a {@link
 * io.postern.gateway.series.Reading} of the counters that exist, every ten seconds, and how long
 * each accepted message took. Out: {@link io.postern.gateway.series.SeriesPoints} for a {@link
 * io.postern.gateway.series.SeriesQuery}. An interval in which the gateway did not run has no
 * value; it is not zero.
 *
 * <p>Nothing here prevents a start or ends a gateway: a file that is damaged is set aside and begun
 * again, and one that cannot be written is done without; notices say so. Raises {@link
 * java.lang.IllegalArgumentException} for a query that cannot be answered, nothing else.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.series;
