-- Shapes a chapter for the book: pandoc runs this filter between reading the Markdown and writing
-- a page or the EPUB. `course dev book` sets `number` (of the chapter, or nothing) and `chapters`
-- (`0=00-before-you-begin 1=…`) and has written the comments `<!-- code: … -->` before excerpts.

local isPage = FORMAT:match("html") ~= nil
local own = nil -- this chapter's number, as text
local names = {} -- chapter number, as text -> file name without its ending

local function html(text) return pandoc.RawBlock("html", text) end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function comment(block, key)
  if block and block.t == "RawBlock" then
    return block.text:match("^%s*<!%-%-%s*" .. key .. ":%s*(.-)%s*%-%->%s*$")
  end
end

-- Addresses ---------------------------------------------------------------------------------

local function chapterAddress(number)
  if isPage then return names[number] and names[number] .. ".html" end
  return names[number] and "#chapter-" .. number
end

local function exerciseAddress(chapter, exercise)
  local anchor = "#exercise-" .. chapter .. "-" .. exercise
  if not isPage or chapter == own then return anchor end
  return names[chapter] and names[chapter] .. ".html" .. anchor
end

-- "chapter 3" and "exercise 4.2" become links, wherever a paragraph names them.
local function referred(word, number)
  local kind = word:match("^%(?([Cc]hapter)$") or word:match("^%(?([Ee]xercise)$")
  if not kind then return end
  if kind:lower() == "exercise" then
    local chapter, exercise, rest = number:match("^(%d+)%.(%d+)(.*)$")
    if not chapter then return end
    return exerciseAddress(chapter, exercise), chapter .. "." .. exercise, rest
  end
  local chapter, rest = number:match("^(%d+)(.*)$")
  if not chapter or rest:match("^%.%d") then return end
  chapter = tostring(tonumber(chapter))
  if chapter == own then return end
  return chapterAddress(chapter), number:match("^%d+"), rest
end

local function withReferences(block)
  local inlines, result = block.content, pandoc.List()
  local index = 1
  while index <= #inlines do
    local word, space, number = inlines[index], inlines[index + 1], inlines[index + 2]
    local address, shown, rest
    if word.t == "Str" and space and (space.t == "Space" or space.t == "SoftBreak")
      and number and number.t == "Str"
    then
      address, shown, rest = referred(word.text, number.text)
    end
    if address then
      local open, name = word.text:match("^(%(?)(.*)$")
      if open ~= "" then result:insert(pandoc.Str(open)) end
      result:insert(pandoc.Link(name .. "\u{A0}" .. shown, address, "", { class = "reference" }))
      if rest ~= "" then result:insert(pandoc.Str(rest)) end
      index = index + 3
    else
      result:insert(word)
      index = index + 1
    end
  end
  block.content = result
  return block
end

-- A link to another chapter leads to its page; one into the package is shown as a path.
local function Link(link)
  local target = link.target
  if target:match("^%a[%w+.-]*:") or target:match("^#") or link.classes:includes("reference") then
    return
  end
  local name, anchor = target:match("^([%w-]+)%.md(#?.*)$")
  if name and isPage then
    link.target = name .. ".html" .. anchor
    return link
  elseif name then
    local number = name:match("^(%d+)%-")
    link.target = anchor ~= "" and anchor or "#" .. (number and "chapter-" .. tonumber(number) or name)
    return link
  end
  local path = target:gsub("^%.%./", "")
  return pandoc.Span(link.content, { class = "path", title = path .. ", in the package" })
end

-- Figures and widgets -----------------------------------------------------------------------

local function figure(image)
  if not isPage or not image.src:match("%.svg$") then
    return pandoc.Div({ pandoc.Para({ image }) }, { class = "figure" })
  end
  local file = assert(io.open("chapters/" .. image.src), "no figure chapters/" .. image.src)
  local svg = file:read("a")
  file:close()
  -- The drawing's own title and description are for all viewers; here the chapter's text is read.
  local label = escaped(pandoc.utils.stringify(image.caption))
  svg = svg:gsub(' aria%-labelledby="[^"]*"', ' aria-label="' .. label:gsub("%%", "%%%%") .. '"', 1)
  svg = svg:gsub("<desc.-</desc>\n?", "", 1):gsub("<title.-</title>\n?", "", 1)
  return html('<figure class="figure"><div class="scroll" data-label="Figure">\n' .. svg
    .. "\n</div></figure>")
end

local function lonelyImage(block)
  if block and block.t == "Para" and #block.content == 1 and block.content[1].t == "Image" then
    return block.content[1]
  end
end

-- Structure ---------------------------------------------------------------------------------

local function exerciseHeading(block)
  if block.t ~= "Para" or not block.content[1] or block.content[1].t ~= "Strong" then return end
  local title = pandoc.utils.stringify(block.content[1])
  local number, name = title:match("^Exercise (%d+%.%d+) · (.*)$")
  if not number then return end
  local points = pandoc.utils.stringify(block):match("%((%d+ points?)%)")
  return number, name, points or ""
end

local function isClosing(block)
  return block.t == "RawBlock" and block.text:match("^%s*</details>") ~= nil
end

-- Where an exercise that begins at an index ends: behind its last hint.
local function exerciseEnd(blocks, start)
  local last = start
  for index = start + 1, #blocks do
    local block = blocks[index]
    if block.t == "Header" or exerciseHeading(block) then break end
    if isClosing(block) then last = index end
  end
  return last
end


local structured

local function exercise(blocks, start, level)
  local number, name, points = exerciseHeading(blocks[start])
  local last = exerciseEnd(blocks, start)
  local inner = pandoc.List()
  for index = start + 1, last do inner:insert(blocks[index]) end
  local heading = pandoc.Header(level, {
    pandoc.Span("Exercise " .. number, { class = "exercise-number" }), pandoc.Space(),
    pandoc.Span(name, { class = "exercise-title" }), pandoc.Space(),
    pandoc.Span(points, { class = "points" }),
  }, { id = "exercise-" .. number:gsub("%.", "-"), class = "exercise-heading" })
  local body = structured(inner, level)
  body:insert(1, heading)
  return pandoc.Div(body, { class = "exercise" }), last + 1
end

-- One pass over blocks that stand beside each other; `level` is that of an exercise's heading.
function structured(blocks, level)
  local result = pandoc.List()
  local index = 1
  while index <= #blocks do
    local block, following = blocks[index], blocks[index + 1]
    local widget, source = comment(block, "widget"), comment(block, "code")
    local image = lonelyImage(block)
    if block.t == "Header" then level = math.min(block.level + 1, 4) end
    if exerciseHeading(block) then
      local box, after = exercise(blocks, index, level)
      result:insert(box)
      index = after
    elseif widget and lonelyImage(following) then
      local fallback = figure(lonelyImage(following))
      result:insert(isPage
        and pandoc.Div({ fallback }, { class = "widget", ["data-widget"] = widget }) or fallback)
      index = index + 2
    elseif source and following and following.t == "CodeBlock" then
      result:insert(pandoc.Div({
        pandoc.Div({ pandoc.Plain({ pandoc.Code(source) }) }, { class = "source" }), following,
      }, { class = "listing" }))
      index = index + 2
    elseif image then
      result:insert(figure(image))
      index = index + 1
    else
      if block.t == "RawBlock" and block.text:match("^<details>") then
        block = html((block.text:gsub("^<details>", '<details class="hint">')))
      end
      result:insert(block)
      index = index + 1
    end
  end
  return result
end

-- The first heading is the page's title, an emphasised paragraph below it the lede.
local function head(blocks, meta)
  local first, second = blocks[1], blocks[2]
  if not first or first.t ~= "Header" or first.level ~= 1 then return end
  local title = pandoc.utils.stringify(first)
  local number, name = title:match("^(%d+) · (.*)$")
  if not isPage then
    first.identifier = number and "chapter-" .. number or first.identifier
    return
  end
  meta.kicker = number and "Chapter " .. number or nil
  meta.heading = name or title
  meta.pagetitle = title
  blocks:remove(1)
  if second and second.t == "Para" and #second.content == 1 and second.content[1].t == "Emph" then
    meta.lede = pandoc.MetaInlines(second.content[1].content)
    blocks:remove(1)
  end
end

local function readSettings(meta)
  if meta.number then own = pandoc.utils.stringify(meta.number) end
  for number, name in pandoc.utils.stringify(meta.chapters or ""):gmatch("(%d+)=(%S+)") do
    names[number] = name
  end
end

-- Mathematics and tables --------------------------------------------------------------------

local function Math(math)
  if math.mathtype == "DisplayMath" then return pandoc.Span({ math }, { class = "equation" }) end
end

local function isNumeric(text)
  return text == "" or text:match("^[−+-]?[%d][%d.,\u{202F}]*[%%×]?$") ~= nil
end

-- Columns of numbers stand on the right, and no column has a fixed share of the width.
local function Table(wide)
  local rows = pandoc.List()
  for _, body in ipairs(wide.bodies) do rows:extend(body.body) end
  for column, spec in ipairs(wide.colspecs) do
    local numeric, filled = true, false
    for _, row in ipairs(rows) do
      local cells = row.cells or row[2]
      local cell = cells[column]
      local text = cell and pandoc.utils.stringify(cell.contents or cell[5]) or ""
      numeric = numeric and isNumeric(text)
      filled = filled or text ~= ""
    end
    local alignment = spec[1]
    if numeric and filled and alignment == "AlignDefault" then alignment = "AlignRight" end
    wide.colspecs[column] = { alignment, nil }
  end
  return pandoc.Div({ wide }, { class = "scroll table", ["data-label"] = "Table" })
end

return {
  { Meta = readSettings },
  { Para = withReferences, Plain = withReferences },
  {
    Pandoc = function(document)
      local blocks = document.blocks
      head(blocks, document.meta)
      return pandoc.Pandoc(structured(blocks, 3), document.meta)
    end,
  },
  { Link = Link, Math = Math, Table = Table },
}
