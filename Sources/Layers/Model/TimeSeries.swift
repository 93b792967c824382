/// A long series cut into examples.
public enum TimeSeries {
  /// Windows of a series, and for each a target: what Keras's `timeseries_dataset_from_array` makes.
  ///
  ///     // 24 hours of readings, and the temperature 12 hours after the last of them.
  ///     let (x, y) = try TimeSeries.windows(
  ///       of: readings, targets: temperatures.dropFirst(24 + 12 - 1), length: 24)
  ///     try model.fit(x, y)
  ///
  /// The window that begins at step i goes with target i, so that targets that lie ahead are shifted by
  /// `dropFirst`. A window is made wherever there are all its steps and a target.
  ///
  /// - Parameters:
  ///   - series: one element a time step: a symbol, a number, or an array of numbers.
  ///   - targets: of any kind.
  ///   - length: time steps in a window.
  ///   - stride: from the beginning of a window to that of the next.
  ///   - rate: from one time step of a window to the next: 6 takes every sixth.
  /// - Returns: inputs and targets as `fit` takes them, in the order of the series. Arrays of numbers are
  ///   shared and not copied.
  /// - Throws: `ModelError` if a setting is below 1, or there is no window.
  public static func windows<Step, Target>(
    of series: some RandomAccessCollection<Step>, targets: some RandomAccessCollection<Target>,
    length: Int, stride: Int = 1, rate: Int = 1
  ) throws(ModelError) -> (inputs: [[Step]], targets: [Target]) {
    let starts = try starts(series.count, targets.count, length, stride, rate)
    return (
      starts.map { window(of: series, from: $0, length, rate) },
      starts.map { targets[targets.index(targets.startIndex, offsetBy: $0)] }
    )
  }

  /// Windows of a series without targets, to predict from; see
  /// ``windows(of:targets:length:stride:rate:)``.
  ///
  /// - Throws: as that.
  public static func windows<Step>(
    of series: some RandomAccessCollection<Step>, length: Int, stride: Int = 1, rate: Int = 1
  ) throws(ModelError) -> [[Step]] {
    try starts(series.count, nil, length, stride, rate).map {
      window(of: series, from: $0, length, rate)
    }
  }

  private static func window<Step>(
    of series: some RandomAccessCollection<Step>, from start: Int, _ length: Int, _ rate: Int
  ) -> [Step] {
    (0..<length).map { series[series.index(series.startIndex, offsetBy: start + $0 * rate)] }
  }

  private static func starts(
    _ steps: Int, _ targets: Int?, _ length: Int, _ stride: Int, _ rate: Int
  ) throws(ModelError) -> [Int] {
    for (count, name) in [(length, "length"), (stride, "stride"), (rate, "rate")] where count < 1 {
      throw ModelError("windows have a \(name) of \(count); it is at least 1")
    }
    let (span, isTooLong) = (length - 1).multipliedReportingOverflow(by: rate)
    if isTooLong || span >= steps {
      throw ModelError(
        "\(counted(steps, "time step")) are too few for a window of \(length)"
          + (rate > 1 ? ", every \(rate) steps" : ""))
    }
    if targets == 0 { throw ModelError("there are no targets for windows") }
    return Array(Swift.stride(from: 0, to: min(steps - span, targets ?? .max), by: stride))
  }
}
