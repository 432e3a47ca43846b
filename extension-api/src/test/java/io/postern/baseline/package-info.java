/** Holds the API still: docs/extension-api.md. */
@org.jspecify.annotations.NullMarked
package io.postern.baseline;
