@org.jspecify.annotations.NullMarked
package io.postern.extensions.headerstamp;
