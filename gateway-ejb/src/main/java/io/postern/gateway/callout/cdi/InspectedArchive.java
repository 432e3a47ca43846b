package io.postern.gateway.callout.cdi;

import java.util.SequencedSet;

/**
 * An archive that passed inspection.
 *
 * @param war a jar otherwise, to be wrapped
 * @param observed names of the events its callouts observe
 */
record InspectedArchive(boolean war, SequencedSet<String> observed) {}
