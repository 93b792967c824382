import Course

/// The values of the page on speed: those that are counted there, and its tables of measurements.
enum GoingFastValues {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let measured = try Measurements(growthFile, in: folder)
    // E, H and V of the case that all others are compared with.
    let (embedding, hidden, vocabulary) = (64, 128, 96)
    let gates = 2 * (embedding + hidden) * 4 * hidden
    let all = gates + 2 * hidden * vocabulary
    let large = 2 * hidden * 50_000
    var values: PageValues.List = [
      "counted": [4 * hidden, hidden, 4 * hidden, hidden, all], "learning": 3 * all,
      "million-symbols": Double(3 * all) / 1000, "large-output": Double(large) / 1e6,
      "times-the-gates": large / gates, "logits": Double(2_048 * 50_000 * 4) / 1e6,
      // What writing fetches with 512 units: the products of the input are a table.
      "writing.megabytes": Double(4 * (4 * 512 * 512 + 512 * vocabulary)) / 1e6,
    ]
    for axis in GrowthAxis.allCases {
      values[axis.rawValue] = axis.points(in: measured).map {
        [$0.value, $0.tokensPerSecond, $0.percentOfPeak, $0.megabytes]
      }
    }
    return values
  }
}
