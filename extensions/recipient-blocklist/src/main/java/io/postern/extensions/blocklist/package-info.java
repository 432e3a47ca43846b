/** Sample extension: refuses recipients that stand in a list. */
@org.jspecify.annotations.NullMarked
package io.postern.extensions.blocklist;
