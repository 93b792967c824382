import Course
import Plots
import Tasks

/// The figure of chapters/going-fast.md, from what `course dev growth` measured.
enum GrowthFigures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let measured = try Measurements(growthFile, in: folder)
    return [Figure(name: "going-fast-growth", growth(measured))]
  }

  static func growth(_ measured: Measurements) -> SmallMultiples {
    SmallMultiples(
      title: "How the cost of training grows",
      description: "Four panels, for the hidden size, the vocabulary, the batch and the length of "
        + "windows: tokens a second as measured, and what they would be if the arithmetic alone "
        + "counted, from the case that all panels have in common. The first two fall, on "
        + "logarithmic axes; in the others the arithmetic is a level line.",
      panels: [
        panel(measured, .hidden, "Hidden size", "units", .logarithmic),
        panel(measured, .vocabulary, "Vocabulary", "symbols", .logarithmic),
        panel(measured, .batch, "Batch", "rows", .linear),
        panel(measured, .length, "Length of windows", "time steps", .linear),
      ], sharesRanges: false)
  }

  private static func panel(
    _ measured: Measurements, _ axis: GrowthAxis, _ title: String, _ unit: String,
    _ scale: Axis.Scale
  ) -> Chart {
    let points = axis.points(in: measured).map {
      (x: Double($0.value), y: Double($0.tokensPerSecond), arithmetic: arithmetic(axis, $0.value))
    }
    let usual = GrowthAxis.hidden.points(in: measured)
      .first { $0.value == BenchmarkCase.first.hidden }
    let rate = Double(usual?.tokensPerSecond ?? 0)
    let top = points.map(\.y).max() ?? 0
    return .lines(
      title,
      x: Axis(label: unit, scale: .logarithmic, range: points[0].x...points[points.count - 1].x),
      y: Axis(
        label: "tokens a second", scale: scale, range: scale == .linear ? 0...1.1 * top : nil),
      [
        Series(
          name: "by arithmetic alone", points: points.map { (x: $0.x, y: rate * $0.arithmetic) },
          style: .reference),
        Series(name: "measured", points: points.map { (x: $0.x, y: $0.y) }),
      ])
  }

  /// How many times as fast as the usual size this one would be if arithmetic alone counted.
  private static func arithmetic(_ axis: GrowthAxis, _ value: Int) -> Double {
    BenchmarkCase.first.operationsPerToken / axis.benchmark(value).operationsPerToken
  }
}
