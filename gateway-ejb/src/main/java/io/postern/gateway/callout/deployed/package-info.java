/**
 * Deployed extensions: archives are inspected, kept in the database, deployed beside the running
 * revision, and take over without a gap.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.callout.deployed;
