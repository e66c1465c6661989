//! One page, as somebody uses it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use url::Url;

use super::{Screen, pipe::Pipe};
use crate::support::eventually;

/// Finds what a label names, or what can be pressed and says so. It is meant for the begin of a block, so that the
/// same names can be declared again.
const FIND: &str = r"
const clean = text => text.replace(/\s+/g, ' ').trim();
const labelled = name => [...document.querySelectorAll('label')].find(label => clean(label.textContent) === name)?.control;
const pressable = name => [...document.querySelectorAll('button, a, summary')].find(
    element => [clean(element.textContent), element.getAttribute('aria-label')].includes(name));
";

/// What looks for barriers; `scripts/test.sh` brings it.
const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../.local/tools/axe/node_modules/axe-core/axe.min.js"
);

/// A page in a browser.
pub(crate) struct Page {
    pipe: Arc<Pipe>,
    session: String,
    seen: Arc<Seen>,
}

/// What happened in a page so far.
#[derive(Default)]
pub(super) struct Seen(Mutex<Happened>);

#[derive(Default)]
struct Happened {
    loads: usize,
    requests: Vec<String>,
    /// What the console says, and the address that it is about.
    complaints: Vec<(String, String)>,
    /// Pages that were answered with an error, and say so themselves.
    refusals: Vec<String>,
}

impl Page {
    pub(super) async fn attach(pipe: Arc<Pipe>, session: &str, screen: Screen) -> Self {
        let seen = Arc::new(Seen::default());
        pipe.watch(session, Arc::clone(&seen));
        let page = Self {
            pipe,
            session: session.to_owned(),
            seen,
        };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({})).await;
        }
        let metrics = json!({
            "width": screen.width,
            "height": screen.height,
            "deviceScaleFactor": 1,
            "mobile": screen.mobile,
        });
        page.call("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let scheme = if screen.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        page.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
        page
    }

    /// Goes to an address, and waits until everything is there.
    pub(crate) async fn open(&self, url: &str) {
        let loads = self.seen.lock().loads;
        let started = self.call("Page.navigate", json!({ "url": url })).await;
        assert!(
            started["errorText"].is_null(),
            "{url}: {}",
            started["errorText"]
        );
        self.loaded_after(loads).await;
    }

    /// Types into the field with this label, in place of what is there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let name = json!(label);
        let focused = self
            .evaluate(&format!(
                "{{ {FIND} const field = labelled({name}); field?.focus(); field?.select(); field != null }}"
            ))
            .await;
        assert_eq!(
            focused,
            true,
            "no field is labelled {label:?} in: {}",
            self.text().await
        );
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// Presses what says so, and waits for the page that follows.
    pub(crate) async fn press(&self, name: &str) {
        let loads = self.seen.lock().loads;
        let text = json!(name);
        let place = self
            .evaluate(&format!(
                "{{ {FIND} const element = pressable({text}); element?.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                 const box = element?.getBoundingClientRect(); box && [box.x + box.width / 2, box.y + box.height / 2] }}"
            ))
            .await;
        assert!(
            place.is_array(),
            "nothing says {name:?} in: {}",
            self.text().await
        );
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event).await;
        }
        self.loaded_after(loads).await;
    }

    /// Clicks what says so, where no page follows.
    pub(crate) async fn click(&self, name: &str) {
        let name = json!(name);
        eventually("it can be clicked", async || {
            let clicked = format!(
                "{{ {FIND} const element = pressable({name}); element?.click(); element != null }}"
            );
            (self.evaluate(&clicked).await == true).then_some(())
        })
        .await;
    }

    /// Waits until this can be read.
    pub(crate) async fn reads(&self, text: &str) {
        eventually(&format!("the page says {text:?}"), async || {
            self.text().await.contains(text).then_some(())
        })
        .await;
    }

    /// The address.
    pub(crate) async fn url(&self) -> String {
        self.evaluate_text("location.href").await
    }

    /// What can be read.
    pub(crate) async fn text(&self) -> String {
        self.evaluate_text("document.body.innerText").await
    }

    /// The value of an expression in the page, or what its promise comes to.
    pub(crate) async fn evaluate(&self, script: &str) -> Value {
        let expression = json!({
            "expression": script,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let mut answer = self.call("Runtime.evaluate", expression).await;
        assert!(
            answer["exceptionDetails"].is_null(),
            "{}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].take()
    }

    /// Saves a picture of the whole page to the folder `screenshots` in cargo's folder for tests, and says where.
    pub(crate) async fn screenshot(&self, name: &str) -> PathBuf {
        let sizes = self.call("Page.getLayoutMetrics", json!({})).await;
        let mut clip = sizes["cssContentSize"].clone();
        clip["scale"] = 1.into();
        let options = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        self.save_screenshot(name, options).await
    }

    /// The same of what is seen without scrolling.
    pub(crate) async fn first_screen(&self, name: &str) -> PathBuf {
        self.save_screenshot(name, json!({ "format": "png" })).await
    }

    async fn save_screenshot(&self, name: &str, options: Value) -> PathBuf {
        let picture = self.call("Page.captureScreenshot", options).await;
        let picture = BASE64_STANDARD.decode(picture["data"].as_str().expect("a picture"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).expect("a writable folder");
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, picture.expect("Base64")).expect("a writable folder");
        file
    }

    /// Asserts that everything fits the width of the screen.
    pub(crate) async fn fits_its_screen(&self) {
        let widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]";
        let widths = self.evaluate(widths).await;
        assert_eq!(widths[0], widths[1], "the page must not scroll sideways");
    }

    /// Asserts that nothing serious keeps anybody from using the page, whatever they use it with. What somebody else
    /// has made can be left out by its selector.
    pub(crate) async fn has_no_barriers(&self, left_out: Option<&str>) {
        let axe = std::fs::read_to_string(AXE).unwrap_or_else(|error| panic!("{AXE}: {error}"));
        self.evaluate(&format!("{axe}; 0")).await;
        let left_out: Vec<_> = left_out.into_iter().collect();
        let script = format!(
            "axe.run({{ exclude: {} }}, {{ resultTypes: ['violations'] }}).then(result => result.violations
                .filter(({{ impact }}) => ['serious', 'critical'].includes(impact))
                .map(({{ id, nodes }}) => [id, nodes.map(({{ html, failureSummary }}) => [html, failureSummary])]))",
            json!(left_out)
        );
        let barriers = self.evaluate(&script).await;
        assert_eq!(barriers, json!([]), "{barriers:#}");
    }

    /// Asserts that the console is silent so far: no error, nothing that a policy forbids, nothing that failed to load.
    /// That a page is the answer to a wrong link is no failure.
    #[track_caller]
    pub(crate) fn has_no_complaints(&self) {
        let seen = self.seen.lock();
        let about_a_page = |url: &String| seen.refusals.contains(url);
        let complaints = seen.complaints.iter().filter(|(url, _)| !about_a_page(url));
        let complaints: Vec<_> = complaints.map(|(_, text)| text.clone()).collect();
        drop(seen);
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// Asserts that the page asked nobody but the servers at these addresses.
    #[track_caller]
    pub(crate) fn asked_only(&self, servers: &[&str]) {
        let origins: Vec<_> = servers.iter().map(|server| origin(server)).collect();
        let seen = self.seen.lock();
        // What is in the page already is asked of nobody.
        for request in seen.requests.iter().filter(|url| !url.starts_with("data:")) {
            assert!(origins.contains(&origin(request)), "it asked for {request}");
        }
    }

    async fn evaluate_text(&self, script: &str) -> String {
        let value = self.evaluate(script).await;
        value.as_str().expect("a text").to_owned()
    }

    async fn loaded_after(&self, loads: usize) {
        eventually("the page is loaded", async || {
            (self.seen.lock().loads > loads).then_some(())
        })
        .await;
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        self.pipe.call(Some(&self.session), method, params).await
    }
}

impl Seen {
    /// Something happened.
    pub(super) fn note(&self, event: &str, params: &Value) {
        let mut happened = self.lock();
        match event {
            "Page.loadEventFired" => happened.loads += 1,
            "Network.requestWillBeSent" => {
                let url = params["request"]["url"].as_str().unwrap_or_default();
                happened.requests.push(url.to_owned());
            }
            "Network.responseReceived"
                if params["type"] == "Document"
                    && params["response"]["status"].as_u64() >= Some(400) =>
            {
                let url = params["response"]["url"].as_str().unwrap_or_default();
                happened.refusals.push(url.to_owned());
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                let url = match entry["source"].as_str() {
                    Some("network") => entry["url"].as_str().unwrap_or_default(),
                    _ => "",
                };
                let complaint = (url.to_owned(), entry.to_string());
                happened.complaints.push(complaint);
            }
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                let complaint = (String::new(), params["args"].to_string());
                happened.complaints.push(complaint);
            }
            "Runtime.exceptionThrown" => {
                let complaint = (String::new(), params.to_string());
                happened.complaints.push(complaint);
            }
            _ => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Happened> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[track_caller]
fn origin(url: &str) -> String {
    let url = Url::parse(url).expect("a URL");
    url.origin().ascii_serialization()
}
