/** Classes that the archives of the tests are made of. */
@org.jspecify.annotations.NullMarked
package io.postern.samples;
