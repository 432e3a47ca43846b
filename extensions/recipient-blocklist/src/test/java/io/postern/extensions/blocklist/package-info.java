@org.jspecify.annotations.NullMarked
package io.postern.extensions.blocklist;
