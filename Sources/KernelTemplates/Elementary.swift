// The elementary functions in registers, for the vector functions, the functions of one number and
// the gates of an LSTM alike, which therefore agree to the last bit on one instruction set.
//
// The plan is the usual one. With n the integer nearest to x / log 2 and r = x - n log 2, which
// lies in [-log 2 / 2, log 2 / 2], exp(x) = 2ⁿ exp(r). log 2 is subtracted in two parts, the first
// so short that its product with n is exact (Cody and Waite, 1980, "Software Manual for the
// Elementary Functions"). exp(r) = 1 + r + r² p(r), with p a minimax polynomial: it was computed
// for these functions by the Remez exchange, and misses exp(r) by at most 3.2e-9 in single and
// 6.4e-18 in double precision.

/// x = n log 2 + r. The integer n is held as the low bits of `shifted`, which is n plus a power of
/// two so large that nothing but n is left of its fraction.
@usableFromInline
struct Reduced<L: Lanes> {
  @usableFromInline var shifted: L
  @usableFromInline var n: L
  @usableFromInline var r: L

  @inlinable @inline(__always)
  init(shifted: L, n: L, r: L) {
    self.shifted = shifted
    self.n = n
    self.r = r
  }
}

extension Lanes {
  @inlinable @inline(__always)
  var magnitude: Self { Self(bits: bits & ~Self(-0.0).bits) }

  /// The sign bit alone.
  @inlinable @inline(__always)
  var sign: Self { Self(bits: bits & Self(-0.0).bits) }

  @inlinable @inline(__always)
  func withSign(_ sign: Self) -> Self { Self(bits: bits | sign.bits) }

  /// `self` where it is at least `bound` or NaN, else `bound`.
  @inlinable @inline(__always)
  func atLeast(_ bound: Self) -> Self {
    Self.select(Self.isLess(self, bound), bound, self)
  }

  /// `self` where it is at most `bound` or NaN, else `bound`.
  @inlinable @inline(__always)
  func atMost(_ bound: Self) -> Self {
    Self.select(Self.isLess(bound, self), bound, self)
  }
}

// MARK: - Single precision

extension Lanes where Vector.Scalar == Float {
  /// 1.5 · 2²³: a number of magnitude below 2²² added to it is rounded to an integer.
  @inlinable @inline(__always)
  static var shifter: Self { Self(12_582_912) }

  @inlinable @inline(__always)
  func reduced() -> Reduced<Self> {
    let shifted = Self.shifter.addingProduct(self, Self(1.442_695_04))
    let n = shifted - Self.shifter
    let r = addingProduct(n, Self(-0.693_359_375)).addingProduct(n, Self(0.000_212_194_441_7))
    return Reduced(shifted: shifted, n: n, r: r)
  }

  /// exp(r) - 1 for r from -log 2 / 2 to log 2 / 2, with a small relative error near zero too.
  @inlinable @inline(__always)
  func smallExpMinusOne() -> Self {
    var p = Self(0.001_395_072_671_584_785)
    p = Self(0.008_369_024_842_977_524).addingProduct(p, self)
    p = Self(0.041_666_202_247_142_79).addingProduct(p, self)
    p = Self(0.166_665_181_517_601).addingProduct(p, self)
    p = Self(0.5).addingProduct(p, self)
    return addingProduct(p, self * self)
  }

  /// 2ⁿ for n from -126 to 127.
  @inlinable @inline(__always)
  static func powerOfTwo(_ n: Bits) -> Self {
    Self(bits: (n &+ Bits(repeating: 127)) &<< Bits(repeating: 23))
  }

  /// 2ⁿ times this number, rounded once even if the result is subnormal or infinite.
  @inlinable @inline(__always)
  func timesPowerOfTwo(_ reduced: Reduced<Self>) -> Self {
    let n = reduced.shifted.bits &- Self.shifter.bits
    let half = n &>> Bits(repeating: 1)
    return self * Self.powerOfTwo(half) * Self.powerOfTwo(n &- half)
  }

  /// e to the power of x.
  @inlinable @inline(__always)
  public func exponential() -> Self {
    let reduced = atLeast(Self(-104)).atMost(Self(89)).reduced()
    return (Self(1) + reduced.r.smallExpMinusOne()).timesPowerOfTwo(reduced)
  }

  /// e to the power of x, where x is at most 0.
  ///
  /// Of the power of two only its lower end is left, which one constant brings back into the range of
  /// normal numbers: the last product alone is rounded, so the numbers are those of `exponential`.
  @inlinable @inline(__always)
  public func exponentialBelowOne() -> Self {
    let reduced = atLeast(Self(-104)).reduced()
    let power = reduced.shifted.bits &- (Self.shifter.bits &- Bits(repeating: 127 + 64))
    let scale = Self(bits: power &<< Bits(repeating: 23))
    return (Self(1) + reduced.r.smallExpMinusOne()) * scale * Self(0x1p-64)
  }

  /// exp(x) - 1 for x from -80 to 0.
  @inlinable @inline(__always)
  func exponentialMinusOne() -> Self {
    let reduced = reduced()
    let scale = Self.powerOfTwo(reduced.shifted.bits &- Self.shifter.bits)
    return (scale - Self(1)).addingProduct(scale, reduced.r.smallExpMinusOne())
  }

  /// The hyperbolic tangent of x: -t / (t + 2) with t = exp(-2 |x|) - 1, and the sign of x.
  ///
  /// The same formula with exp(2 |x|) loses half a unit more where it rounds t and t + 2.
  /// From |x| = 10 on it is 1 in single precision.
  @inlinable @inline(__always)
  public func hyperbolicTangent() -> Self {
    let half = magnitude.atMost(Self(10))
    let t = (half * Self(-2)).exponentialMinusOne()
    return (t / (t + Self(2))).magnitude.withSign(sign)
  }

  /// 1 / (1 + exp(-x)): with e = exp(-|x|), which does not overflow, it is 1 / (1 + e), and
  /// e / (1 + e) for negative x.
  @inlinable @inline(__always)
  public func logisticSigmoid() -> Self {
    let e = Self(bits: bits | Self(-0.0).bits).exponentialBelowOne()
    return Self.select(Self.isLess(self, Self(0)), e, Self(1)) / (Self(1) + e)
  }
}

// MARK: - Double precision

extension Lanes where Vector.Scalar == Double {
  /// 1.5 · 2⁵²: a number of magnitude below 2⁵¹ added to it is rounded to an integer.
  @inlinable @inline(__always)
  static var shifter: Self { Self(6_755_399_441_055_744) }

  @inlinable @inline(__always)
  func reduced() -> Reduced<Self> {
    let shifted = Self.shifter.addingProduct(self, Self(1.442_695_040_888_963_4))
    let n = shifted - Self.shifter
    let r = addingProduct(n, Self(-0.693_147_180_558_298_7))
      .addingProduct(n, Self(-1.646_594_958_289_708_2e-12))
    return Reduced(shifted: shifted, n: n, r: r)
  }

  /// exp(r) - 1 - r for r from -log 2 / 2 to log 2 / 2.
  @inlinable @inline(__always)
  func expBeyondLinear() -> Self {
    var p = Self(2.511_027_050_068_687e-08)
    p = Self(2.763_294_075_935_128_7e-07).addingProduct(p, self)
    p = Self(2.755_724_175_030_507_4e-06).addingProduct(p, self)
    p = Self(2.480_148_656_901_973_4e-05).addingProduct(p, self)
    p = Self(0.000_198_412_698_871_103_48).addingProduct(p, self)
    p = Self(0.001_388_888_894_849_062).addingProduct(p, self)
    p = Self(0.008_333_333_333_322_037).addingProduct(p, self)
    p = Self(0.041_666_666_666_519_796).addingProduct(p, self)
    p = Self(0.166_666_666_666_666_74).addingProduct(p, self)
    p = Self(0.500_000_000_000_001).addingProduct(p, self)
    return p * (self * self)
  }

  /// 2ⁿ for n from -1022 to 1023.
  @inlinable @inline(__always)
  static func powerOfTwo(_ n: Bits) -> Self {
    Self(bits: (n &+ Bits(repeating: 1023)) &<< Bits(repeating: 52))
  }

  /// 2ⁿ times this number, rounded once even if the result is subnormal or infinite.
  @inlinable @inline(__always)
  func timesPowerOfTwo(_ reduced: Reduced<Self>) -> Self {
    // There is no arithmetic shift of 64-bit lanes before AVX-512: halve n as a number.
    let shiftedHalf = Self.shifter.addingProduct(reduced.n, Self(0.5))
    let half = shiftedHalf.bits &- Self.shifter.bits
    let rest = (reduced.shifted.bits &- Self.shifter.bits) &- half
    return self * Self.powerOfTwo(half) * Self.powerOfTwo(rest)
  }

  /// e to the power of x.
  @inlinable @inline(__always)
  public func exponential() -> Self {
    let reduced = atLeast(Self(-746)).atMost(Self(710)).reduced()
    return (Self(1) + (reduced.r + reduced.r.expBeyondLinear())).timesPowerOfTwo(reduced)
  }

  /// e to the power of x, where x is at most 0.
  @inlinable @inline(__always)
  public func exponentialBelowOne() -> Self { exponential() }

  /// exp(x) - 1 for x from 0 to 700.
  ///
  /// Where 2ⁿ - 1 and 2ⁿ r nearly cancel, what rounding takes from r and from their sum counts, and
  /// is added back last.
  @inlinable @inline(__always)
  func exponentialMinusOne() -> Self {
    let n = Self.shifter.addingProduct(self, Self(1.442_695_040_888_963_4)) - Self.shifter
    let high = addingProduct(n, Self(-0.693_147_180_558_298_7))
    let r = high.addingProduct(n, Self(-1.646_594_958_289_708_2e-12))
    let lost = (high - r).addingProduct(n, Self(-1.646_594_958_289_708_2e-12))
    let scale = Self.powerOfTwo((n + Self.shifter).bits &- Self.shifter.bits)
    let (first, second) = (scale - Self(1), scale * r)
    let sum = first + second
    let rest = (second - (sum - first)).addingProduct(scale, r.expBeyondLinear() + lost)
    return sum + rest
  }

  /// The hyperbolic tangent of x: t / (t + 2) with t = exp(2 |x|) - 1, and the sign of x.
  ///
  /// From |x| = 20 on it is 1 in double precision.
  @inlinable @inline(__always)
  public func hyperbolicTangent() -> Self {
    let half = magnitude.atMost(Self(20))
    let t = (half + half).exponentialMinusOne()
    return (t / (t + Self(2))).withSign(sign)
  }

  /// 1 / (1 + exp(-x)): with e = exp(-|x|), which does not overflow, it is 1 / (1 + e), and
  /// e / (1 + e) for negative x.
  @inlinable @inline(__always)
  public func logisticSigmoid() -> Self {
    let e = Self(bits: bits | Self(-0.0).bits).exponential()
    return Self.select(Self.isLess(self, Self(0)), e, Self(1)) / (Self(1) + e)
  }

  /// The natural logarithm of x; -infinity of zero and NaN of a negative number.
  ///
  /// With x = 2ⁿ (1 + f), 1 + f from √½ to √2, and s = f / (2 + f), log(1 + f) = 2 artanh(s), an
  /// odd function whose series beyond 2 s is a minimax polynomial in s² (error 9.1e-18). Written
  /// as below, its large terms f and f² / 2 are exact or nearly so.
  @inlinable @inline(__always)
  public func naturalLogarithm() -> Self {
    let isSubnormal = Self.isLess(self, Self(2.225_073_858_507_201_4e-308))
    let scaled = Self.select(isSubnormal, self * Self(18_014_398_509_481_984), self)
    let offset = Self.select(isSubnormal, Self(-54), Self(0))
    // Counted from √½ instead of 1, the exponent is n; 1023 is added to keep it positive.
    let rootOfHalf = Self(0.707_106_781_186_547_6).bits
    let counted = scaled.bits &- rootOfHalf &+ Self(1).bits
    let n = Self.exponent(of: counted) - Self(1023) + offset
    let f = Self(bits: (counted & Bits(repeating: 0xF_FFFF_FFFF_FFFF)) &+ rootOfHalf) - Self(1)
    let s = f / (Self(2) + f)
    let z = s * s
    var p = Self(0.146_190_969_920_122_8)
    p = Self(0.153_314_977_645_068_18).addingProduct(p, z)
    p = Self(0.181_828_962_076_316_85).addingProduct(p, z)
    p = Self(0.222_222_110_317_493_25).addingProduct(p, z)
    p = Self(0.285_714_286_266_514_1).addingProduct(p, z)
    p = Self(0.399_999_999_998_978_9).addingProduct(p, z)
    p = Self(0.666_666_666_666_667).addingProduct(p, z)
    let halfSquare = Self(0.5) * f * f
    let tail = (s * (halfSquare + z * p)).addingProduct(n, Self(1.646_594_958_289_708_2e-12))
    let logarithm = (n * Self(0.693_147_180_558_298_7)) - ((halfSquare - tail) - f)
    let positive = Self.select(Self.isLess(Self(0), self), logarithm, Self(-.infinity))
    let number = Self.select(Self.isLess(self, Self(0)), Self(.nan), positive)
    return Self.select(Self.isLess(self, Self(.infinity)), number, self)
  }

  /// The exponent field of positive numbers, as numbers.
  @inlinable @inline(__always)
  static func exponent(of bits: Bits) -> Self {
    // Shifted down by 52, by which it becomes the low bits of the shifter.
    let field = (bits &>> Bits(repeating: 52)) & Bits(repeating: 0x7FF)
    return Self(bits: field | Self.shifter.bits) - Self.shifter
  }
}
