/** What is known of the client's connection while its mail is received. */
@org.jspecify.annotations.NullMarked
package io.postern.session;
