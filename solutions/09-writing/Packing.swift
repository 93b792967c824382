import ExerciseSupport
import LinearAlgebra

/// How many parts a packer cuts its interval into: 2²⁴.
public let partCount = 1 << 24

/// Probabilities as whole numbers of parts, which add up to `partCount` exactly.
///
/// - Parameter probabilities: one for each symbol; none is negative, and they sum to 1 but for
///   rounding. They may hold zeros.
/// - Returns: one number for each symbol, at least 1, so that every text can be packed; each differs
///   from `partCount` times its probability by no more than the number of symbols.
/// - Precondition: there is a symbol, and there are no more than 65,536.
public func wholeShares(_ probabilities: [Double]) -> [Int] {
  stop(if: sharesProblem(probabilities))
  // EXERCISE 9.8 (3 points): probabilities in whole numbers
  let free = Double(partCount - probabilities.count)
  var shares = probabilities.map { 1 + Int($0 * free) }
  // Rounding down leaves something over; the most probable symbol notices it least.
  shares[mostProbableFirst(probabilities)[0]] += partCount - shares.reduce(0, +)
  return shares
  // PLACEHOLDER return notWritten("9.8", probabilities.map { _ in 1 })
  // END
}

/// Packs symbols into bytes: an arithmetic coder in whole numbers.
///
/// What has been packed so far is an interval between 0 and 1: its first digits, in `bytes`, are
/// settled; the rest is `low` and `width`, counted in units of 2⁻⁴⁸ behind them.
///
/// - Note: Rissanen (1976), "Generalized Kraft Inequality and Arithmetic Coding", and Pasco's thesis
///   of the same year; with bytes and a carry, Martin (1979), "Range Encoding".
public struct Packer: Equatable, Sendable {
  // REGION packer
  /// Where the interval begins, below 2⁴⁸.
  public internal(set) var low: UInt64 = 0
  /// How wide the interval is, from 2⁴⁰ to 2⁴⁸.
  public internal(set) var width: UInt64 = 1 << 48
  /// The digits that are settled.
  public private(set) var bytes: [UInt8] = []
  // END REGION packer

  /// Creates a packer of nothing yet: its interval is all of 0 to 1.
  public init() {}

  /// Narrows the interval to one symbol's share of it, and moves out what is settled.
  ///
  /// - Parameters:
  ///   - symbol: in `shares.indices`.
  ///   - shares: one for each symbol, at least 1, in the order in which they lie; they sum to
  ///     `partCount`.
  /// - Precondition: the symbol has a share.
  public mutating func pack(_ symbol: Int, shares: [Int]) {
    stop(if: packingProblem(symbol, shares))
    // EXERCISE 9.9 (3 points): pack a symbol
    let part = width / UInt64(partCount)
    low += part * UInt64(shares[..<symbol].reduce(0, +))
    width = part * UInt64(shares[symbol])
    settle()
    // PLACEHOLDER notWritten("9.9")
    // END
  }

  // REGION settle
  /// Moves bytes out until the interval is at least 2⁴⁰ wide again.
  mutating func settle() {
    stop(if: widthProblem(width))
    if low >> 48 > 0 { carry() }
    while width < 1 << 40 {
      bytes.append(UInt8(low >> 40))
      low = (low << 8) & ((1 << 48) - 1)
      width <<= 8
    }
  }

  /// Adds 1 to the settled digits, as in 0.1999 + 0.0001.
  private mutating func carry() {
    low &= (1 << 48) - 1
    guard let last = bytes.lastIndex(where: { $0 < 255 }) else { return }
    bytes[last] += 1
    for place in bytes.indices where place > last { bytes[place] = 0 }
  }
  // END REGION settle

  /// The fewest bytes that lie in the interval, whatever zeros follow them.
  public func finished() -> [UInt8] {
    var last = self
    last.low = ((low + ((1 << 40) - 1)) >> 40) << 40
    last.width = 1 << 32
    last.settle()
    let count = last.bytes.lastIndex { $0 > 0 }.map { $0 + 1 } ?? 0
    return Array(last.bytes.prefix(count))
  }
}

/// Reads symbols from the bytes of a `Packer`.
public struct Unpacker: Equatable, Sendable {
  // REGION unpacker
  /// How far behind the interval's beginning the number of the bytes lies; less than `width`.
  public internal(set) var place: UInt64 = 0
  /// How wide the interval is: what the packer's was at this symbol.
  public internal(set) var width: UInt64 = 1 << 48
  // END REGION unpacker
  private let bytes: [UInt8]
  private var next = 0

  /// - Parameter bytes: any; behind them stand zeros.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for _ in 0..<6 { place = place << 8 | taken() }
  }

  /// The symbol in whose share the number lies; narrows the interval to that share.
  ///
  /// - Parameter shares: those that the symbol was packed with.
  /// - Returns: an index of `shares`; the last one where bytes that nobody packed point behind all
  ///   shares.
  /// - Precondition: there is a share.
  public mutating func unpack(shares: [Int]) -> Int {
    stop(if: packingProblem(0, shares))
    // EXERCISE 9.10 (3 points): unpack a symbol
    let part = width / UInt64(partCount)
    var symbol = 0
    while symbol < shares.count - 1, place >= part * UInt64(shares[symbol]) {
      place -= part * UInt64(shares[symbol])
      symbol += 1
    }
    width = part * UInt64(shares[symbol])
    settle()
    return symbol
    // PLACEHOLDER return notWritten("9.10", 0)
    // END
  }

  /// Takes bytes in until the interval is at least 2⁴⁰ wide again.
  mutating func settle() {
    stop(if: widthProblem(width))
    place = min(place, width - 1)
    while width < 1 << 40 {
      place = place << 8 | taken()
      width <<= 8
    }
  }

  private mutating func taken() -> UInt64 {
    defer { next += 1 }
    return next < bytes.count ? UInt64(bytes[next]) : 0
  }
}

// MARK: - What can be wrong

func sharesProblem(_ probabilities: [Double]) -> String? {
  probabilities.isEmpty || probabilities.count > 65_536
    ? "\(probabilities.count) symbols cannot share \(partCount) parts: from 1 to 65536 can" : nil
}

func packingProblem(_ symbol: Int, _ shares: [Int]) -> String? {
  shares.indices.contains(symbol)
    ? nil : "symbol \(symbol) has no share: there are \(shares.count)"
}

func widthProblem(_ width: UInt64) -> String? {
  width > 0 ? nil : "an interval without width holds nothing more: no share may be 0"
}
