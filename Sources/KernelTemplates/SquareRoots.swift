// The standard library's square root is a function call in each lane, so it is computed here:
// Newton's iteration for 1 / √x, from a first guess that halves and negates the exponent.

extension Lanes where Vector.Scalar == Float {
  /// √x, within 1 ulp for normal numbers, and 0 of 0.
  @inlinable @inline(__always)
  public func squareRootByNewton() -> Self {
    let half = self * Self(0.5)
    let guess = Bits(repeating: 0x5F37_59DF) &- (bits &>> Bits(repeating: 1))
    var inverse = Self(bits: guess)
    for _ in 0..<3 { inverse = inverse * (Self(1.5) - half * inverse * inverse) }
    let root = self * inverse
    let rest = addingProduct(Self(bits: root.bits ^ Self(-0.0).bits), root)
    return root.addingProduct(rest, Self(0.5) * inverse)
  }
}

extension Lanes where Vector.Scalar == Double {
  /// √x, within 1 ulp for normal numbers, and 0 of 0.
  @inlinable @inline(__always)
  public func squareRootByNewton() -> Self {
    let half = self * Self(0.5)
    let guess =
      Bits(repeating: 0x5FE6_EB50_C7B5_37A9)
      &- ((bits &>> Bits(repeating: 1)) & Bits(repeating: 0x7FFF_FFFF_FFFF_FFFF))
    var inverse = Self(bits: guess)
    for _ in 0..<4 { inverse = inverse * (Self(1.5) - half * inverse * inverse) }
    let root = self * inverse
    let rest = addingProduct(Self(bits: root.bits ^ Self(-0.0).bits), root)
    return root.addingProduct(rest, Self(0.5) * inverse)
  }
}
