import Course
import Tasks

/// How fast training ran with one of its sizes set to a value, all others as `BenchmarkCase` has them.
struct GrowthPoint: Equatable, Sendable {
  let value: Int
  let tokensPerSecond: Int
  /// Of what the micro-kernel reached in the same process.
  let percentOfPeak: Int
  /// The most memory that the process had.
  let megabytes: Int
}

extension GrowthPoint {
  /// The medians of some rounds.
  init(_ value: Int, _ rounds: [BenchmarkResult]) {
    func median(_ figure: (BenchmarkResult) -> Double) -> Double {
      rounds.map(figure).sorted()[rounds.count / 2]
    }
    self.init(
      value: value, tokensPerSecond: Self.rounded(median { $0.tokensPerSecond }),
      percentOfPeak: Int((100 * median { $0.peakFraction }).rounded()),
      megabytes: Int((median { Double($0.peakBytes) } / 1e6).rounded()))
  }

  /// To three significant digits: more of a rate does not come again.
  private static func rounded(_ rate: Double) -> Int {
    var unit = 1.0
    while rate / unit >= 1000 { unit *= 10 }
    return Int((rate / unit).rounded() * unit)
  }
}

/// A size of which the cost of training is a function.
enum GrowthAxis: String, CaseIterable, Sendable {
  case hidden, batch, length, vocabulary, threads

  private var sizes: (field: WritableKeyPath<BenchmarkCase, Int>, values: [Int]) {
    switch self {
    case .hidden: (\.hidden, [32, 64, 128, 256, 512, 1024])
    case .batch: (\.batch, [1, 2, 4, 8, 16, 32, 64, 128, 256])
    case .length: (\.length, [16, 32, 64, 128, 256, 512, 1024])
    case .vocabulary: (\.vocabulary, [50, 200, 1000, 5000, 20_000, 50_000])
    case .threads: (\.threads, [1, 2])
    }
  }

  var values: [Int] { sizes.values }

  /// The first case of the README's table with this size set.
  func benchmark(_ value: Int) -> BenchmarkCase {
    var result = BenchmarkCase.first
    result[keyPath: sizes.field] = value
    return result
  }

  /// What was measured, as `growthText` wrote it.
  func points(in measured: Measurements) -> [GrowthPoint] {
    values.compactMap { value in
      let numbers = measured["\(rawValue) \(value)"].map { Int($0) }
      if numbers.count != 3 { return nil }
      return GrowthPoint(
        value: value, tokensPerSecond: numbers[0], percentOfPeak: numbers[1], megabytes: numbers[2])
    }
  }
}
