import XCTest

@testable import LinearAlgebra

/// The golden numbers are those of the published algorithms, computed with Python's integers and,
/// for the logarithm, with 40 digits.
final class SeededGeneratorTests: XCTestCase {
  func test_wordsAreThoseOfXoshiro256StarStar() {
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    XCTAssertEqual(
      (0..<10).map { _ in generator.next() },
      [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
        10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
      ])
  }

  func test_seedsAreSpreadBySplitMix64() {
    let generator = SeededGenerator(seed: 7)
    XCTAssertEqual(generator.state.0, 0x63CB_E1E4_5932_0DD7)
    XCTAssertEqual(generator.state.1, 0x044C_3CD7_F43C_661C)
    XCTAssertEqual(generator.state.2, 0xE698_4080_BAB1_2A02)
    XCTAssertEqual(generator.state.3, 0x953A_EB70_673E_29CB)
    var (first, last) = (SeededGenerator(seed: 0), SeededGenerator(seed: .max))
    XCTAssertEqual(first.next(), 11_091_344_671_253_066_420)
    XCTAssertEqual(last.next(), 10_328_197_420_357_168_392)
  }

  func test_uniformNumbers() {
    var generator = SeededGenerator(seed: 7)
    XCTAssertEqual(
      (0..<4).map { _ in generator.uniform() },
      [0.7005764821796896, 0.2787512294737843, 0.8396274618764198, 0.9810977250149351])
  }

  func test_integers() {
    var generator = SeededGenerator(seed: 7)
    XCTAssertEqual(
      (0..<12).map { _ in generator.integer(below: 10) }, [7, 2, 8, 9, 9, 8, 0, 1, 4, 1, 5, 7])
    generator = SeededGenerator(seed: 7)
    XCTAssertEqual(
      (0..<3).map { _ in generator.integer(below: 1 << 62 + 1) },
      [1_285_513_147_583_695_668, 3_872_098_226_623_159_910, 4_524_514_661_162_294_416])
    XCTAssertEqual(generator.integer(below: 1), 0)
  }

  func test_normalNumbers() {
    var generator = SeededGenerator(seed: 7)
    let expected = [
      0.9643618527255184, -0.3039301238656567, 0.3047943583263868, -1.7010190714940672,
    ]
    for number in expected {
      XCTAssertEqual(generator.normal(), number, accuracy: 4 * number.ulp)
    }
  }

  func test_momentsOfTheUniformDistribution() {
    var generator = SeededGenerator(seed: 1)
    let numbers = (0..<100_000).map { _ in generator.uniform(in: -1...3) }
    let mean = numbers.reduce(0, +) / 1e5
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
    // Five standard errors: 5 · √(4/3 / 10⁵) = 0.018 for the mean.
    XCTAssertEqual(mean, 1, accuracy: 0.018)
    XCTAssertEqual(variance, 4.0 / 3, accuracy: 0.02)
    XCTAssertTrue(numbers.allSatisfy { -1 <= $0 && $0 < 3 })
  }

  func test_momentsOfTheNormalDistribution() {
    var generator = SeededGenerator(seed: 2)
    let numbers = (0..<100_000).map { _ in generator.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { y, _ in y * x } } / 1e5
    }
    // Five standard errors of each.
    XCTAssertEqual(moment(1), 0, accuracy: 0.016)
    XCTAssertEqual(moment(2), 1, accuracy: 0.023)
    XCTAssertEqual(moment(3), 0, accuracy: 0.062)
    XCTAssertEqual(moment(4), 3, accuracy: 0.16)
  }

  func test_integersAreEven() {
    var generator = SeededGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.integer(below: 7)] += 1 }
    // Five standard errors: 5 · √(70,000 · 1/7 · 6/7).
    for count in counts { XCTAssertEqual(Double(count), 10_000, accuracy: 5 * 92.6) }
  }

  func test_aCopyAndASavedStateGoOnAlike() {
    var generator = SeededGenerator(seed: 4)
    _ = generator.next()
    var copy = generator
    var restored = SeededGenerator(state: generator.state)
    XCTAssertEqual(copy, generator)
    let next = generator.next()
    XCTAssertEqual(copy.next(), next)
    XCTAssertEqual(restored.next(), next)
    XCTAssertNotEqual(SeededGenerator(seed: 4), SeededGenerator(seed: 5))
  }

  func test_theLogarithmForAllPlatformsAgreesWithTheVectorOne() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<10_000 {
      let x = generator.uniform()
      if x < .leastNormalMagnitude { continue }
      let expected = log(x)
      // Near 1 the logarithm is small, but its terms are not smaller than x's own precision.
      XCTAssertEqual(portableLog(x), expected, accuracy: 4 * max(expected.ulp, 0x1p-54))
    }
    XCTAssertEqual(portableLog(1), 0)
  }

  func test_matricesAreDrawnRowByRow() {
    var generator = SeededGenerator(seed: 6)
    var same = SeededGenerator(seed: 6)
    let matrix = Matrix.normal(rows: 2, columns: 3, standardDeviation: 0.5, using: &generator)
    XCTAssertEqual(matrix.values, (0..<6).map { _ in same.normal() * 0.5 })
    let even = Matrix.uniform(rows: 3, columns: 2, in: -2...2, using: &generator)
    XCTAssertEqual(even.values, (0..<6).map { _ in same.uniform(in: -2...2) })
  }
}
