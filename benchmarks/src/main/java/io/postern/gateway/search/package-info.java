/** What the search index costs. */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.search;
