// The registers of each instruction set. SSE2 and WebAssembly have four floats or two doubles in
// one and no fused multiply-add (`addingProduct` would call a function for each lane); NEON has
// the same size and fuses; AVX2 has twice, AVX-512 four times the size, both with FMA.
//
// They are defined here and not in the modules that use them, because a type brings weak functions
// with it (of its metadata and copies) that must not be compiled for a newer processor.

/// Four floats in 128 bits.
public struct Float4: ElementaryLanes {
  public var vector: SIMD4<Float>

  @inlinable @inline(__always)
  public init(_ vector: SIMD4<Float>) { self.vector = vector }

  @inlinable @inline(__always)
  public func addingProduct(_ a: Self, _ b: Self) -> Self {
    #if arch(arm64)
      Self(vector.addingProduct(a.vector, b.vector))
    #else
      Self(vector + a.vector * b.vector)
    #endif
  }

  @inlinable @inline(__always)
  public static func isLess(_ a: Self, _ b: Self) -> SIMD4<Int32> {
    unsafeBitCast(a.vector .< b.vector, to: SIMD4<Int32>.self)
  }
}

/// Two doubles in 128 bits.
public struct Double2: ElementaryLanes {
  public var vector: SIMD2<Double>

  @inlinable @inline(__always)
  public init(_ vector: SIMD2<Double>) { self.vector = vector }

  @inlinable @inline(__always)
  public func addingProduct(_ a: Self, _ b: Self) -> Self {
    #if arch(arm64)
      Self(vector.addingProduct(a.vector, b.vector))
    #else
      Self(vector + a.vector * b.vector)
    #endif
  }

  @inlinable @inline(__always)
  public static func isLess(_ a: Self, _ b: Self) -> SIMD2<Int64> {
    unsafeBitCast(a.vector .< b.vector, to: SIMD2<Int64>.self)
  }
}

#if arch(x86_64)

  /// Eight floats in 256 bits.
  public struct FusedFloat8: ElementaryLanes {
    public var vector: SIMD8<Float>

    @inlinable @inline(__always)
    public init(_ vector: SIMD8<Float>) { self.vector = vector }

    @inlinable @inline(__always)
    public func addingProduct(_ a: Self, _ b: Self) -> Self {
      Self(vector.addingProduct(a.vector, b.vector))
    }

    @inlinable @inline(__always)
    public static func isLess(_ a: Self, _ b: Self) -> SIMD8<Int32> {
      unsafeBitCast(a.vector .< b.vector, to: SIMD8<Int32>.self)
    }
  }

  /// Four doubles in 256 bits.
  public struct FusedDouble4: ElementaryLanes {
    public var vector: SIMD4<Double>

    @inlinable @inline(__always)
    public init(_ vector: SIMD4<Double>) { self.vector = vector }

    @inlinable @inline(__always)
    public func addingProduct(_ a: Self, _ b: Self) -> Self {
      Self(vector.addingProduct(a.vector, b.vector))
    }

    @inlinable @inline(__always)
    public static func isLess(_ a: Self, _ b: Self) -> SIMD4<Int64> {
      unsafeBitCast(a.vector .< b.vector, to: SIMD4<Int64>.self)
    }
  }

  /// Sixteen floats in 512 bits.
  public struct FusedFloat16: ElementaryLanes {
    public var vector: SIMD16<Float>

    @inlinable @inline(__always)
    public init(_ vector: SIMD16<Float>) { self.vector = vector }

    @inlinable @inline(__always)
    public func addingProduct(_ a: Self, _ b: Self) -> Self {
      Self(vector.addingProduct(a.vector, b.vector))
    }

    @inlinable @inline(__always)
    public static func isLess(_ a: Self, _ b: Self) -> SIMD16<Int32> {
      unsafeBitCast(a.vector .< b.vector, to: SIMD16<Int32>.self)
    }
  }

  /// Eight doubles in 512 bits.
  public struct FusedDouble8: ElementaryLanes {
    public var vector: SIMD8<Double>

    @inlinable @inline(__always)
    public init(_ vector: SIMD8<Double>) { self.vector = vector }

    @inlinable @inline(__always)
    public func addingProduct(_ a: Self, _ b: Self) -> Self {
      Self(vector.addingProduct(a.vector, b.vector))
    }

    @inlinable @inline(__always)
    public static func isLess(_ a: Self, _ b: Self) -> SIMD8<Int64> {
      unsafeBitCast(a.vector .< b.vector, to: SIMD8<Int64>.self)
    }
  }

#endif
