/// A source of random numbers that gives the same sequence for the same seed on every platform.
///
///     var generator = SeededGenerator(seed: 7)
///     let weights = Matrix.normal(rows: 3, columns: 4, standardDeviation: 0.1, using: &generator)
///
/// Two generators with one seed give equal sequences; a copy goes on from where its original was.
/// Not for secrets.
///
/// - Note: xoshiro256**, Blackman and Vigna (2021), "Scrambled Linear Pseudorandom Number
///   Generators"; the seed is spread over the state by SplitMix64, Steele, Lea and Flood (2014).
public struct SeededGenerator: RandomNumberGenerator, Equatable, Sendable {
  /// The four words of the state, to save a generator and go on with it later.
  public private(set) var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator at the beginning of the sequence that belongs to a seed; every seed has one.
  public init(seed: UInt64) {
    var mixer = seed
    func mixed() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var word = mixer
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
    state = (mixed(), mixed(), mixed(), mixed())
  }

  /// Goes on from a saved state.
  ///
  /// - Precondition: not all four words are zero.
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    stop(if: SeededGenerator.stateProblem(state))
    self.state = state
  }

  /// Whether both would go on with the same numbers.
  public static func == (left: SeededGenerator, right: SeededGenerator) -> Bool {
    left.state == right.state
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 {
      (word << bits) | (word >> (64 - bits))
    }
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// A number drawn evenly from [0, 1): one of the 2⁵³ multiples of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number drawn evenly from a range, its upper bound excluded up to rounding.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// An integer drawn evenly from 0..<bound.
  ///
  /// - Precondition: `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    stop(if: SeededGenerator.boundProblem(bound))
    // The product's high word is even but for the first few low words, which are drawn again:
    // Lemire (2019), "Fast Random Integer Generation in an Interval".
    let bound = UInt64(bound)
    let uneven = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= uneven { return Int(product.high) }
    }
  }

  static func boundProblem(_ bound: Int) -> String? {
    bound > 0 ? nil : "there is no integer from 0 and below \(bound) to draw"
  }

  static func stateProblem(_ state: (UInt64, UInt64, UInt64, UInt64)) -> String? {
    state == (0, 0, 0, 0) ? "a generator's state cannot be all zeros" : nil
  }

  /// A number drawn from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// - Note: the polar method, Marsaglia and Bray (1964). One of the two numbers that it makes is
  ///   thrown away, so that a generator's state is its four words and nothing else.
  public mutating func normal() -> Double {
    while true {
      let x = uniform(in: -1...1)
      let y = uniform(in: -1...1)
      let square = x * x + y * y
      if square > 0 && square < 1 {
        return x * (-2 * portableLog(square) / square).squareRoot()
      }
    }
  }
}

/// The natural logarithm of a positive, normal number, from additions, multiplications and
/// divisions alone, so that it is the same to the last bit on every platform.
///
/// With x = m·2ᵉ and m in [√½, √2), log x = e·log 2 + 2·artanh((m − 1)/(m + 1)), and the series
/// of artanh converges to double precision in eleven terms.
func portableLog(_ x: Double) -> Double {
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let ratio = (mantissa - 1) / (mantissa + 1)
  let square = ratio * ratio
  var series = 0.0
  for term in stride(from: 21, through: 1, by: -2) {
    series = series * square + 1 / Double(term)
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * ratio * series
}

extension Matrix {
  /// A matrix of rows × columns numbers drawn evenly from a range, row by row.
  public static func uniform(
    rows: Int, columns: Int, in range: ClosedRange<Double>, using generator: inout SeededGenerator
  ) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in generator.uniform(in: range) })
  }

  /// A matrix of rows × columns numbers drawn from the normal distribution with mean 0, row by row.
  public static func normal(
    rows: Int, columns: Int, standardDeviation: Double = 1, using generator: inout SeededGenerator
  ) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in generator.normal() * standardDeviation })
  }
}
