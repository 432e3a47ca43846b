/** Sample extension: adds one header field to every message. */
@org.jspecify.annotations.NullMarked
package io.postern.extensions.headerstamp;
