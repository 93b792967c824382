import CourseTesting
import Foundation
import LinearAlgebra
import XCTest

@testable import Writing

/// Exercises 9.8 to 9.10: whole shares, and an interval that narrows.
final class PackingTests: ExerciseTestCase {

  // MARK: 9.8

  private func expectShares(_ probabilities: [Double], line: UInt = #line) {
    let shares = wholeShares(probabilities)
    let subject = "the shares of \(probabilities.count) symbols"
    expect(
      shares.count == probabilities.count,
      orSay: "\(subject): there are \(shares.count)", line: line)
    let sum = shares.reduce(0, &+)
    let oneBeforehand = probabilities.map { 1 + Int($0 * Double(partCount)) }
    let fault: Mistake =
      sum < partCount
      ? .restLost : shares == oneBeforehand ? .morePartsThanThereAre : .roundedToTooMany
    let surplus = sum &- partCount
    let least = shares.min() ?? 0
    expect(
      least >= 1,
      orSay: "\(subject): the smallest is \(least). "
        + Mistake.symbolWithoutShare.sentence.dropLast(), line: line)
    expect(
      sum == partCount,
      orSay: "\(subject): they add up to \(abs(surplus)) too \(surplus < 0 ? "few" : "many"). "
        + fault.sentence.dropLast(), line: line)
    let count = Double(probabilities.count)
    let worst = zip(shares, probabilities).map { abs(Double($0) - $1 * Double(partCount)) }.max()
    expect(
      worst ?? 0 <= count + 1,
      orSay: "\(subject): one differs by \(Int(worst ?? 0)) parts from its probability. "
        + Mistake.sharesUnlikeProbabilities.sentence.dropLast(), line: line)
  }

  func test_9_8_sharesOfAnyProbabilities() {
    trials(50) { generator in
      expectShares(generator.probabilities(generator.size(70)))
    }
  }

  func test_9_8_sharesOfHardCases() {
    expectShares([1])
    expectShares([0, 0, 1, 0])
    expectShares([1, 0])
    expectShares([1e-300, 1 - 1e-9, 1e-9])
    expectShares([1.0 / 3, 1.0 / 3, 1.0 / 3])
    expectShares([0.5, 0.25, 0.25])
    expectShares([Double](repeating: 0.001, count: 1_000))
    expectShares([Double](repeating: 1.0 / 65_536, count: 65_536))
    // Sums that rounding has left a little off 1.
    expectShares([Double](repeating: 0.1, count: 10))
    expectShares([0.7, 0.2, 0.1 + 1e-15])
  }

  func test_9_8_sharesCostNoMoreThanTheModelSays() {
    trials(20) { generator in
      // The surer the model, the more a share that is too small would cost.
      let p = Reference.softmax(generator.logits(40, spread: 8), temperature: 1)
      let shares = wholeShares(p)
      if shares.count != p.count || shares.contains(where: { $0 < 1 }) { return }
      let least = zip(p, p).reduce(0) { $0 - ($1.0 > 0 ? $1.0 * Foundation.log2($1.1) : 0) }
      let paid = zip(p, shares).reduce(0) {
        $0 - $1.0 * Foundation.log2(Double($1.1) / Double(partCount))
      }
      expect(
        paid <= 1.01 * least + 1e-4,
        orSay: "shares: a symbol costs \(paid) bits on average, and the model says \(least). "
          + Mistake.sharesUnlikeProbabilities.sentence.dropLast())
    }
  }

  // MARK: 9.9

  /// Packs and looks after each symbol.
  private func expectPacked(_ symbols: [Int], _ shares: [[Int]], line: UInt = #line) {
    func states(_ fault: PackingFault) -> [ReferencePacker] {
      var packer = ReferencePacker()
      return zip(symbols, shares).map { symbol, shares in
        packer.pack(symbol, shares, fault)
        return packer
      }
    }
    var packer = Packer()
    let yours = zip(symbols, shares).map { symbol, shares in
      // What would trap in the given part is not gone on with.
      if packer.width > 0 && packer.width >= 1 << 40 && packer.low >> 48 == 0 {
        packer.pack(symbol, shares: shares)
      }
      return ReferencePacker(low: packer.low, width: packer.width, bytes: packer.bytes)
    }
    func stopping(_ fault: PackingFault) -> [ReferencePacker] {
      var all = states(fault)
      if let first = all.firstIndex(where: { $0.width < 1 << 40 || $0.low >> 48 > 0 }) {
        for index in all.indices where index > first { all[index] = all[first] }
      }
      return all
    }
    let right = states(.none)
    let shown = right.indices.first { yours[$0] != right[$0] } ?? 0
    func told(_ all: [ReferencePacker]) -> PackerStates { PackerStates(all: all, shown: shown) }
    expect(
      told(yours), "the digits and the interval, \(symbols.count) symbols", is: told(right),
      mistakes: [
        .beginningStays: told(stopping(.start)), .behindItsShare: told(stopping(.end)),
        .widthStays: told(stopping(.width)),
        .narrowedBeforeMoved: told(stopping(.narrowedFirst)),
        .notMovedOut: told(stopping(.notSettled)),
      ], line: line)
  }

  private static let halves = [1 << 23, 1 << 22, 1 << 22]

  func test_9_9_theIntervalOfThePage() {
    // n, a, b with a half, a quarter and a quarter.
    let shares = [[Int]](repeating: Self.halves, count: 3)
    expectPacked([1, 0, 2], shares)
    expectPacked([0, 0, 0], shares)
    expectPacked([2, 2, 2], shares)
  }

  func test_9_9_longTexts() {
    trials(10) { generator in
      let size = 1 + generator.size(9)
      let shares = (0..<60).map { _ in generator.shares(size) }
      expectPacked(generator.symbols(60, below: size), shares)
    }
  }

  func test_9_9_rareSymbolsAndCarries() {
    // A symbol of one part in 2²⁴ moves three bytes out.
    let rare = [[Int]](repeating: [1, partCount - 2, 1], count: 12)
    expectPacked([0, 2, 1, 0, 2, 2, 1, 0, 1, 2, 0, 2], rare)
    // Always the last of three thirds, with a first that is a little wider: ones without end, until
    // a carry goes through all of them.
    let third = [5_592_406, 5_592_405, 5_592_405]
    trials(5) { generator in
      let symbols = generator.symbols(200, below: 8).map { $0 == 0 ? 0 : 2 }
      expectPacked(symbols, [[Int]](repeating: third, count: 200))
    }
  }

  func test_9_9_sizeIsWithinOnePercentOfTheBits() {
    trials(5) { generator in
      let p = generator.probabilities(30)
      var shares = p.map { 1 + Int($0 * Double(partCount - 30)) }
      shares[0] += partCount - shares.reduce(0, +)
      var (packer, bits) = (Packer(), 0.0)
      for _ in 0..<2_000 {
        let symbol = Reference.draw(p, &generator)
        if packer.low >> 48 == 0 && packer.width >= 1 << 40 {
          packer.pack(symbol, shares: shares)
        }
        bits -= Foundation.log2(p[symbol])
      }
      let size = 8 * Double(packer.finished().count)
      expect(
        abs(size - bits) <= 0.01 * bits + 8,
        orSay: "2,000 symbols of \(Int(bits)) bits: packed in \(Int(size))")
    }
  }

  // MARK: 9.10

  private func expectUnpacked(_ symbols: [Int], _ shares: [[Int]], line: UInt = #line) {
    var packer = ReferencePacker()
    for (symbol, shares) in zip(symbols, shares) { packer.pack(symbol, shares) }
    expectRead(packer.finished, shares, line: line)
    // The digits of the interval's very beginning, too.
    var first = packer
    first.width = 0
    expectRead(first.finished, shares, line: line)
  }

  private func expectRead(_ bytes: [UInt8], _ shares: [[Int]], line: UInt = #line) {
    func symbols(_ fault: PackingFault) -> [Int] {
      var unpacker = ReferenceUnpacker(bytes)
      return shares.map { unpacker.width < 1 << 40 ? -1 : unpacker.unpack($0, fault) }
    }
    var unpacker = Unpacker(bytes)
    let yours = shares.map { unpacker.width < 1 << 40 ? -1 : unpacker.unpack(shares: $0) }
    expect(
      yours, "\(shares.count) symbols unpacked", is: symbols(.none),
      mistakes: [
        .placeStays: symbols(.start), .placeStays: symbols(.alone),
        .unpackedWidthStays: symbols(.width),
        .shareHoldsItsEnd: symbols(.closed), .notTakenIn: symbols(.notSettled),
      ], line: line)
  }

  func test_9_10_theNumberOfThePage() {
    // 0.59375 is 10011 in binary: a, n, b.
    let shares = [[Int]](repeating: Self.halves, count: 3)
    for byte: UInt8 in [0b1001_1000, 0b1001_1111, 0, 0b1000_0000, 0b1100_0000, 0b1110_0000, 255] {
      expectRead([byte], shares)
    }
    expectRead([], shares)
  }

  func test_9_10_longTexts() {
    trials(10) { generator in
      let size = 1 + generator.size(9)
      let shares = (0..<60).map { _ in generator.shares(size) }
      expectUnpacked(generator.symbols(60, below: size), shares)
    }
  }

  func test_9_10_rareSymbols() {
    let rare = [[Int]](repeating: [1, partCount - 2, 1], count: 12)
    expectUnpacked([0, 2, 1, 0, 2, 2, 1, 0, 1, 2, 0, 2], rare)
    expectUnpacked([Int](repeating: 0, count: 12), rare)
    expectUnpacked([Int](repeating: 2, count: 12), rare)
  }

  func test_9_10_bytesThatNobodyPacked() {
    trials(10) { generator in
      let bytes = (0..<40).map { _ in UInt8(generator.integer(below: 256)) }
      expectRead(bytes, (0..<60).map { _ in generator.shares(5) })
    }
    // All ones point behind every part.
    expectRead([UInt8](repeating: 255, count: 30), [[Int]](repeating: Self.halves, count: 20))
    let third = [5_592_406, 5_592_405, 5_592_405]
    expectRead([UInt8](repeating: 255, count: 30), [[Int]](repeating: third, count: 60))
  }
}

extension SeededGenerator {
  /// Whole numbers from 1 that sum to `partCount`, for so many symbols.
  mutating func shares(_ count: Int) -> [Int] {
    var shares = probabilities(count).map { 1 + Int($0 * Double(partCount - count)) }
    shares[0] += partCount - shares.reduce(0, +)
    return shares
  }
}
