/* "Explore": the server's drawing stands first; on demand Plotly draws the same numbers.
   Everything is our own origin; see the recipe of the style sheet and of setAttribute below.
   Color names (token:accent/0.13) become values here, anew when the theme changes. */
"use strict";

(() => {
  const here = document.currentScript.dataset;
  const open = new Map();
  let ready = null;

  const words = {
    "Autoscale": "自动缩放",
    "Download plot as a PNG": "下载为 PNG 图片",
    "Download plot": "下载图片",
    "Pan": "平移",
    "Zoom": "缩放",
    "Zoom in": "放大",
    "Zoom out": "缩小",
    "Reset": "重置",
    "Reset axes": "重置坐标轴",
    "Box Select": "框选",
    "Lasso Select": "套索选择",
    "Compare data on hover": "悬停时比较数据",
    "Show closest data on hover": "悬停时显示最近的数据",
    "Toggle Spike Lines": "切换辅助线",
    "Taking snapshot - this may take a few seconds": "正在生成图片，可能需要几秒",
    "Snapshot succeeded": "图片已生成",
    "Sorry, there was a problem downloading your snapshot!": "图片下载失败",
    "Double-click to zoom back out": "双击恢复视图",
    "Double-click on legend to isolate one trace": "双击图例只看一个系列",
  };
  const months = [...Array(12).keys()].map((n) => `${n + 1}月`);
  const days = ["日", "一", "二", "三", "四", "五", "六"];

  const chinese = () => document.documentElement.lang.toLowerCase().startsWith("zh");

  const addStyle = () =>
    new Promise((done, failed) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.id = "plotly.js-style-global";
      link.className = "no-inline-styles";
      link.href = here.style;
      link.onload = done;
      link.onerror = failed;
      document.head.append(link);
    });

  const addBundle = () =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = here.bundle;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });

  /* The library sets style attributes, which the policy refuses; the same through
     the style object is allowed. */
  const bendStyles = () => {
    const native = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function setAttribute(name, value) {
      if (name === "style" && this.style && this.closest(".js-plotly-plot, #js-plotly-tester")) {
        this.style.cssText = value;
        return undefined;
      }
      return native.call(this, name, value);
    };
  };

  const load = async () => {
    const ids = await (await fetch(here.ids)).json();
    ids.forEach((id) => {
      const meta = document.createElement("meta");
      meta.id = id;
      document.head.append(meta);
    });
    await addStyle();
    bendStyles();
    await addBundle();
    window.Plotly.register({
      moduleType: "locale",
      name: "zh-CN",
      dictionary: words,
      format: {
        days: days.map((day) => `星期${day}`),
        shortDays: days.map((day) => `周${day}`),
        months,
        shortMonths: months,
        date: "%Y-%m-%d",
      },
    });
  };

  const color = (name) => {
    const [token, alpha] = name.slice(6).split("/");
    const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
    if (!alpha || !hex.startsWith("#")) return hex;
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return `rgba(${red},${green},${blue},${alpha})`;
  };

  const resolved = (value) => {
    if (typeof value === "string") return value.startsWith("token:") ? color(value) : value;
    if (Array.isArray(value)) return value.map(resolved);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
    }
    return value;
  };

  const draw = (target, figure) => {
    const { data, layout } = resolved(figure);
    layout.font.family = getComputedStyle(document.body).fontFamily;
    return window.Plotly.react(target, data, layout, {
      displaylogo: false,
      responsive: true,
      plotlyServerURL: "",
      modeBarButtonsToRemove: ["sendChartToCloud"],
      locale: chinese() ? "zh-CN" : "en-US",
    });
  };

  const toggle = async (button) => {
    const target = document.getElementById(button.dataset.exploreInto);
    const drawing = button.closest(".chart-figure")?.querySelector("[data-chart]");
    if (!target) return;
    if (open.has(target)) {
      window.Plotly.purge(target);
      open.delete(target);
      target.replaceChildren();
      drawing.hidden = false;
      button.setAttribute("aria-pressed", "false");
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      ready = ready || load();
      const [answer] = await Promise.all([fetch(button.dataset.explore, { headers: { Accept: "application/json" } }), ready]);
      if (!answer.ok) throw new Error(String(answer.status));
      const figure = await answer.json();
      await draw(target, figure);
      open.set(target, figure);
      drawing.hidden = true;
      button.setAttribute("aria-pressed", "true");
    } catch (error) {
      ready = window.Plotly ? ready : null;
      window.landfall?.toast(document.body.dataset.failed, "bad");
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  const redraw = () => open.forEach((figure, target) => draw(target, figure));
  const show = () =>
    document.querySelectorAll("[data-explore][hidden]").forEach((button) => {
      button.hidden = false;
    });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-explore]");
    if (button) toggle(button);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
