/** Sample extension: appends a disclaimer to the text of outgoing messages. */
@org.jspecify.annotations.NullMarked
package io.postern.extensions.disclaimer;
