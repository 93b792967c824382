import Kernels

/// How long the steps of training are: a number, or a schedule over steps counted from zero.
///
///     model.compile(loss: …, optimizer: .adam(learningRate: 0.01))
///     model.compile(loss: …, optimizer: .adam(learningRate: .cosine(from: 0.01, over: 1000)))
public indirect enum LearningRate: Equatable, Codable, Sendable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The same for every step.
  case constant(Double)
  /// `from · rate^(step / every)`; in jumps where `inSteps` is true.
  case exponential(from: Double, rate: Double, every: Int, inSteps: Bool = false)
  /// A straight line, then constant.
  case linear(from: Double, to: Double, over: Int)
  /// Half a wave of the cosine, then constant: Loshchilov and Hutter (2017), "SGDR: Stochastic
  /// Gradient Descent with Warm Restarts".
  case cosine(from: Double, to: Double = 0, over: Int)
  /// Half a wave of the cosine over `first` steps, then again from the top over `growth` times as many,
  /// and so on: the warm restarts of Loshchilov and Hutter.
  case cosineRestarts(from: Double, to: Double = 0, first: Int, growth: Int = 1)
  /// A straight line from zero to where another schedule begins.
  case warmup(over: Int, then: LearningRate)
  /// Another schedule, each rate times a factor.
  case scaled(LearningRate, by: Double)

  /// A number in the source is a constant rate.
  public init(floatLiteral value: Double) {
    self = .constant(value)
  }

  /// A whole number in the source is one, too.
  public init(integerLiteral value: Int) {
    self = .constant(Double(value))
  }

  /// The learning rate of a step.
  public func value(at step: Int) -> Double {
    switch self {
    case .constant(let rate): return rate
    case .exponential(let first, let rate, let every, let inSteps):
      if inSteps { return first * integerPower(rate, step / every) }
      let power: Double = Double(step) / Double(every) * Double.log(rate)
      return first * Double.exp(power)
    case .linear(let first, let last, let count):
      return first + (last - first) * progress(step, count)
    case .cosine(let first, let last, let count):
      let share: Double = (1 + cosineOfHalfTurns(progress(step, count))) / 2
      return last + (first - last) * share
    case .cosineRestarts(let first, let last, let count, let growth):
      let (since, period) = Self.sinceRestart(step, first: count, growth: growth)
      return LearningRate.cosine(from: first, to: last, over: period).value(at: since)
    case .warmup(let count, let schedule):
      if step >= count { return schedule.value(at: step - count) }
      return schedule.value(at: 0) * (Double(step) + 1) / (Double(count) + 1)
    case .scaled(let schedule, let factor): return factor * schedule.value(at: step)
    }
  }

  /// The same rates times a factor.
  public func scaled(by factor: Double) -> LearningRate {
    switch self {
    case .constant(let rate): .constant(rate * factor)
    case .scaled(let schedule, let earlier): .scaled(schedule, by: earlier * factor)
    default: .scaled(self, by: factor)
    }
  }

  /// The steps since the last restart, and how many there are from it to the next.
  private static func sinceRestart(
    _ step: Int, first: Int, growth: Int
  ) -> (since: Int, period: Int) {
    var (since, period) = (step, max(1, first))
    if growth <= 1 { return (since % period, period) }
    while since >= period {
      since -= period
      let (next, isTooLong) = period.multipliedReportingOverflow(by: growth)
      period = isTooLong ? .max : next
    }
    return (since, period)
  }

  private func progress(_ step: Int, _ count: Int) -> Double {
    let fraction = Double(step) / Double(max(1, count))
    return min(1, fraction)
  }

  /// What stops the schedule from being one, in a sentence, or nil.
  var problem: String? {
    switch self {
    case .constant(let rate): Self.problem([rate])
    case .exponential(let first, let rate, let every, _):
      every < 1 || !(rate > 0 && rate.isFinite)
        ? "an exponential learning rate times \(rate) every \(counted(every, "step")); both are positive"
        : Self.problem([first])
    case .linear(let first, let last, let count), .cosine(let first, let last, let count):
      Self.problem(over: count) ?? Self.problem([first, last])
    case .cosineRestarts(let first, let last, let count, let growth):
      count < 1 || growth < 1
        ? "restarts of the learning rate after \(counted(count, "step")), \(growth) times as many each "
          + "time; both are at least 1"
        : Self.problem([first, last])
    case .warmup(let count, let schedule): Self.problem(over: count) ?? schedule.problem
    case .scaled(let schedule, let factor): schedule.problem ?? Self.problem([factor])
    }
  }

  private static func problem(over count: Int) -> String? {
    count < 0
      ? "a learning rate that changes over \(counted(count, "step")); it is at least 0" : nil
  }

  private static func problem(_ rates: [Double]) -> String? {
    rates.first { !($0 >= 0 && $0.isFinite) }
      .map { "a learning rate of \($0); it is finite and at least 0" }
  }
}

/// cos(π x) for x in [0, 1], by its series about the nearer of 0 and 1, or about a half: the same
/// bits on every platform.
private func cosineOfHalfTurns(_ x: Double) -> Double {
  if x > 0.5 { return -cosineOfHalfTurns(1 - x) }
  let angle = x * Double.pi
  let square = angle * angle
  var sum = 0.0
  var term = 1.0
  for index in 1...14 {
    sum += term
    let divisor = Double((2 * index - 1) * (2 * index))
    term *= -square / divisor
  }
  return sum
}

/// base to a whole power by repeated squaring: the same bits on every platform.
func integerPower(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var square = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
