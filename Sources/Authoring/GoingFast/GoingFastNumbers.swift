import Course

import func Text.grouped

/// The numbers of the page on speed: those that are counted there, and those that `GrowthData` keeps.
enum GoingFastNumbers {
  static func all() -> PageNumbers {
    PageNumbers(
      page: "chapters/going-fast.md", tables: tables, sentences: [machine] + counts + growth)
  }

  private static let machine =
    "measured on \(GrowthData.date) on an \(GrowthData.machine), with one case"

  private static let tables = [
    table("growth-hidden", "hidden units", GrowthData.hidden),
    table("growth-batch", "rows in a batch", GrowthData.batch),
    table("growth-length", "time steps in a window", GrowthData.length),
    table("growth-vocabulary", "symbols", GrowthData.vocabulary),
    table("growth-threads", "threads", GrowthData.threads),
  ]

  private static func table(_ name: String, _ size: String, _ points: [GrowthPoint]) -> PageTable {
    PageTable(
      name, [size, "tokens a second", "of the peak", "memory"],
      points.map { point in
        [
          grouped(point.value), grouped(point.tokensPerSecond), "\(point.percentOfPeak) %",
          "\(point.megabytes) MB",
        ]
      })
  }

  /// E, H and V of the case that all others are compared with.
  private static let (embedding, hidden, vocabulary) = (64, 128, 96)

  /// Operations for one symbol forward: of the gates, and of the output layer.
  private static func operations(hidden: Int, vocabulary: Int) -> (gates: Int, output: Int) {
    (2 * (embedding + hidden) * 4 * hidden, 2 * hidden * vocabulary)
  }

  private static let counts = {
    let (gates, output) = operations(hidden: hidden, vocabulary: vocabulary)
    let all = gates + output
    return [
      "= \(grouped(all).replacing(",", with: "{,}")) \\text{ operations}$$",
      """
      three times that, \(grouped(3 * all)) operations. At a million symbols a second that would be \
      \((3 * all + 500) / 1000) thousand million operations
      """,
    ]
  }()

  private static let growth = {
    let large = operations(hidden: hidden, vocabulary: 50_000)
    return [
      """
      = \(number(Double(large.output) / 1e6, 1))$ million operations a symbol forward, \
      \(large.output / large.gates) times what all gates take.
      """,
      "The logits of 2,048 symbols are \(number(Double(2_048 * 50_000 * 4) / 1e6, 0)) MB of numbers",
    ]
  }()
}
