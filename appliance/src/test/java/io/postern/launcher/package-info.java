@NullMarked
package io.postern.launcher;

import org.jspecify.annotations.NullMarked;
