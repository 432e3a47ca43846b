@org.jspecify.annotations.NullMarked
package io.postern.runtime;
